# Completion of external-dns-ts in bash: source <(external-dns-ts completion bash)

__external_dns_ts_complete() {
  # Bash parts words at = : and @ too. They are joined again as they stand on the line.
  local line=${COMP_LINE:0:COMP_POINT} words=() word gap i
  for ((i = 0; i < COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    gap=${line%%"$word"*}
    line=${line#*"$word"}
    if ((${#words[@]} > 0)) && [[ -z $gap ]]; then
      words[${#words[@]} - 1]+=$word
    else
      words+=("$word")
    fi
  done
  local current=${line#"${line%%[![:space:]]*}"}
  if [[ $current == "$line" && ${#words[@]} -gt 1 ]]; then
    # No blank before the cursor: it stands in the last word.
    current=${words[${#words[@]} - 1]}$current
    unset "words[${#words[@]} - 1]"
  fi
  current=${current//[\"\']/}

  # Readline replaces only what follows the last of these.
  local tail=$current sign
  for sign in = : @; do
    [[ $COMP_WORDBREAKS == *"$sign"* ]] && tail=${tail##*"$sign"}
  done
  local stem=${current%"$tail"}

  COMPREPLY=()
  local answer says
  while IFS=$'\t' read -r answer says; do
    if [[ $answer == :file ]]; then
      type compopt &>/dev/null && compopt -o filenames
      while IFS= read -r answer; do
        COMPREPLY+=("${answer#"${stem#"$says"}"}")
      done < <(compgen -f -- "${current#"$says"}")
      return
    fi
    [[ $answer == *= ]] && type compopt &>/dev/null && compopt -o nospace
    COMPREPLY+=("$(printf '%q' "${answer#"$stem"}")")
  done < <(external-dns-ts __complete "${words[@]:1}" "$current" 2>/dev/null)
}

complete -F __external_dns_ts_complete external-dns-ts

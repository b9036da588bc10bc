#compdef external-dns-ts
# Completion of external-dns-ts in zsh: source <(external-dns-ts completion zsh), after compinit; or save it as
# _external-dns-ts in a folder of fpath.

_external-dns-ts() {
  local -a plain valued
  local line answer says
  for line in "${(@f)$(external-dns-ts __complete "${(@Q)words[2,CURRENT]}" 2>/dev/null)}"; do
    answer=${line%%$'\t'*} says=${line#*$'\t'}
    if [[ $answer == :file ]]; then
      [[ -n $says ]] && compset -P "${(b)says}"
      _files
      return
    fi
    [[ -z $answer ]] && continue
    answer=${answer//:/\\:}${says:+:$says}
    if [[ ${line%%$'\t'*} == *= ]]; then valued+=("$answer"); else plain+=("$answer"); fi
  done
  _describe -t words 'external-dns-ts' plain -- valued -S ''
}

if [[ $funcstack[1] == _external-dns-ts ]]; then
  _external-dns-ts "$@"
else
  compdef _external-dns-ts external-dns-ts
fi

# Completion of external-dns-ts in fish: external-dns-ts completion fish | source, or save it as
# ~/.config/fish/completions/external-dns-ts.fish.

function __external_dns_ts_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l lines (external-dns-ts __complete $words[2..] "$current" 2>/dev/null)
    if string match -q ':file*' -- $lines[1]
        set -l before (string split -f 2 \t -- $lines[1])
        set -l start (string replace -- "$before" '' "$current")
        for path in (__fish_complete_path "$start")
            echo "$before$path"
        end
    else
        printf '%s\n' $lines
    end
end

complete -c external-dns-ts -f -a '(__external_dns_ts_complete)'

# Completion of slacheck for fish:
#   slacheck completion fish | source

set -l commands COMMANDS

# The help of a command has a line for each flag, indented by two spaces.
function __slacheck_flags
	set -l words (commandline -opc)
	slacheck help $words[2] 2>/dev/null | string match -rg '^  (-[a-z-]+)'
end

complete -c slacheck -n "not __fish_seen_subcommand_from $commands" -f -a "$commands"
complete -c slacheck -n "__fish_seen_subcommand_from help" -f -a "$commands"
complete -c slacheck -n "__fish_seen_subcommand_from schema" -f -a "config issue scenario result report"
complete -c slacheck -n "__fish_seen_subcommand_from completion" -f -a "bash zsh fish"
complete -c slacheck -n "string match -q -- '-*' (commandline -ct)" -f -a "(__slacheck_flags)"

# Completion of slacheck for bash:
#   source <(slacheck completion bash)

_slacheck() {
	local word=${COMP_WORDS[COMP_CWORD]} commands="COMMANDS"
	COMPREPLY=()
	if [ "$COMP_CWORD" -eq 1 ]; then
		COMPREPLY=($(compgen -W "$commands" -- "$word"))
		return
	fi
	case "${COMP_WORDS[1]} $word" in
	help\ *) COMPREPLY=($(compgen -W "$commands" -- "$word")); return ;;
	schema\ *) COMPREPLY=($(compgen -W "config issue scenario result report" -- "$word")); return ;;
	completion\ *) COMPREPLY=($(compgen -W "bash zsh fish" -- "$word")); return ;;
	*\ -*)
		# The help of a command has a line for each flag, indented by two spaces.
		COMPREPLY=($(compgen -W "$(slacheck help "${COMP_WORDS[1]}" 2>/dev/null | sed -n 's/^  \(-[a-z-]*\).*/\1/p')" -- "$word"))
		return ;;
	esac
	case "${COMP_WORDS[1]} ${COMP_WORDS[COMP_CWORD-1]}" in
	lint\ -format) COMPREPLY=($(compgen -W "text json github sarif" -- "$word")) ;;
	test\ -format) COMPREPLY=($(compgen -W "text json junit tap" -- "$word")) ;;
	diff\ -format | holidays\ -format) COMPREPLY=($(compgen -W "text json" -- "$word")) ;;
	*\ -format) COMPREPLY=($(compgen -W "text json csv markdown part" -- "$word")) ;;
	*\ -as-of) COMPREPLY=($(compgen -W "now created" -- "$word")) ;;
	*) COMPREPLY=($(compgen -f -- "$word")) ;;
	esac
}

complete -o filenames -F _slacheck slacheck

#compdef slacheck
# Completion of slacheck for zsh:
#   source <(slacheck completion zsh)

_slacheck() {
	local -a commands flags
	commands=(COMMANDS)
	if (( CURRENT == 2 )); then
		compadd -a commands
		return
	fi
	case "${words[2]} ${words[CURRENT]}" in
	help\ *) compadd -a commands; return ;;
	schema\ *) compadd config issue scenario result report; return ;;
	completion\ *) compadd bash zsh fish; return ;;
	*\ -*)
		# The help of a command has a line for each flag, indented by two spaces.
		flags=(${(f)"$(slacheck help ${words[2]} 2>/dev/null | sed -n 's/^  \(-[a-z-]*\).*/\1/p')"})
		compadd -a flags
		return ;;
	esac
	case "${words[2]} ${words[CURRENT-1]}" in
	lint\ -format) compadd text json github sarif ;;
	test\ -format) compadd text json junit tap ;;
	diff\ -format | holidays\ -format) compadd text json ;;
	*\ -format) compadd text json csv markdown part ;;
	*\ -as-of) compadd now created ;;
	*) _files ;;
	esac
}

compdef _slacheck slacheck

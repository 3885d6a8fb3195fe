# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Completion of the ntsection command in bash. Verbs, options, columns and values are read from the command's own
# --help, so that there is one place that knows them.

# The lines of a help between a heading and the next empty line.
_ntsection_part() { # HELP HEADING
	sed -n "/^$2/,/^\$/p" <<<"$1" | tail -n +2
}

# Numbers and names of the sections there are; none without the module. Names with a blank are not offered.
_ntsection_sections() { # COMMAND [COLUMNS]
	"$1" list --raw --noheadings -o "${2:-ID,NAME}" 2>/dev/null | tr ' ' '\n' | grep -v '\\x'
}

# The values that an option can have, if its help lists them: words after "which are", "one of" or "in one of".
_ntsection_values() { # HELP OPTION
	sed -nE "/^ .*$2 /,/^ *(-[A-Za-z],|--)/p" <<<"$1" |
		sed -E '1!{/^ *(-[A-Za-z],|--)/d}' | tr '\n' ' ' |
		sed -nE 's/.*(which are|one of) ([^(]*).*/\2/p' | sed 's/ and / /; s/ for .*//' | tr -cs '[:alnum:]_' '\n'
}

# "A,B,x": complete what is behind the last comma, or the + at the begin.
_ntsection_list() { # WORD CANDIDATES
	local before=
	case $1 in
	*,*) before=${1%,*}, ;;
	+*) before=+ ;;
	esac
	mapfile -t COMPREPLY < <(compgen -P "$before" -W "$2" -- "${1#"$before"}")
	compopt -o nospace 2>/dev/null
}

_ntsection() {
	local word=$2 before=$3 command=$1 verb=${COMP_WORDS[1]-} help usage i
	COMPREPLY=()
	if [ "$COMP_CWORD" = 1 ]; then
		mapfile -t COMPREPLY < <(compgen -W "--help --version $(_ntsection_part "$("$command" --help 2>/dev/null)" \
			Verbs | sed -n 's/^  \([a-z]*\) .*/\1/p')" -- "$word")
		return
	fi
	for ((i = 2; i < COMP_CWORD; i++)); do
		[ "${COMP_WORDS[i]}" != -- ] || {
			mapfile -t COMPREPLY < <(compgen -c -f -- "$word")
			return
		}
	done

	help=$("$command" "$verb" --help 2>/dev/null) || return
	usage=${help%%$'\n'*}
	# bash takes --option=value for three words.
	[ "$word" != = ] || word=
	[ "$before" != = ] || before=${COMP_WORDS[COMP_CWORD - 2]}
	case $before in
	-o | --output)
		_ntsection_list "$word" "$(_ntsection_part "$help" Columns | sed -n 's/^  \([A-Z][A-Z0-9_%]*\) .*/\1/p')"
		return
		;;
	-f | --file)
		mapfile -t COMPREPLY < <(compgen -f -- "$word")
		return
		;;
	--id)
		mapfile -t COMPREPLY < <(compgen -W "$(_ntsection_sections "$command")" -- "$word")
		return
		;;
	--event)
		_ntsection_list "$word" "$(_ntsection_values "$help" --event)"
		return
		;;
	--*)
		# An option that has a value: what its help lists, or nothing.
		if grep -qE -- "$before [A-Z]" <<<"$help"; then
			mapfile -t COMPREPLY < <(compgen -W "$(_ntsection_values "$help" "$before")" -- "$word")
			return
		fi
		;;
	esac
	case $word in
	-*)
		mapfile -t COMPREPLY < <(compgen -W "$(_ntsection_part "$help" Options |
			grep -oE '^ *(-[A-Za-z], )?--[a-z-]+' | grep -oE -- '--[a-z-]+')" -- "$word")
		;;
	*)
		# What the usage says of arguments; map and the like take names only.
		case ${usage/\[OPTION...\]/} in
		*\ FILE*) mapfile -t COMPREPLY < <(compgen -f -W "$(_ntsection_sections "$command")" -- "$word") ;;
		*ID* | *SECTION*) mapfile -t COMPREPLY < <(compgen -W "$(_ntsection_sections "$command")" -- "$word") ;;
		*\ NAME* | *\[NAME*)
			mapfile -t COMPREPLY < <(compgen -W "$(_ntsection_sections "$command" NAME)" -- "$word")
			;;
		esac
		;;
	esac
}

complete -F _ntsection ntsection

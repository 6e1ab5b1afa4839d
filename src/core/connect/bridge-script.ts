/**
 * The status-line bridge, a script of the shell: a runtime takes longer to start than a status line may take. Its
 * arguments are a line's origin (`own`, `inherited`) and the line, which it becomes after storing the agent's input;
 * without them it prints Ninefold's own line, which it leaves to a runtime where it isn't sure of every figure.
 */

import { CURRENT_SESSION_SCHEMA } from '../session/empty-session.ts';
import { LAUNCHER_MARK } from './scripts.ts';
import { STORED_LINE_SCHEMA } from './stored-line.ts';

/** Longer input is no agent's, and the shell would search it for too long. */
const LONGEST_INPUT = 65_536;

/**
 * Uses only the shell's builtins, `cat`, and `mv`. Searches for the place of the input like `statusLinePaths`, and for the
 * state of its own line like `findStateRoot`.
 */
export const BRIDGE_SCRIPT = `#!/bin/sh
# Keeps what your agent gives its status line for Ninefold's meter, then runs the line that was there before.
# ${LAUNCHER_MARK}, taken away by \`ninefold disconnect\`.
ninefold_input=$(cat && printf x)
ninefold_input=\${ninefold_input%x}

ninefold_id=
ninefold_skip=
if [ \${#ninefold_input} -gt ${LONGEST_INPUT} ]; then ninefold_skip=1; fi
case $ninefold_skip$ninefold_input in
1*) ;;
*'"session_id":'*)
  ninefold_id=\${ninefold_input#*'"session_id":'}
  ninefold_id=\${ninefold_id#*'"'}
  ninefold_id=\${ninefold_id%%'"'*}
  ;;
esac
case $ninefold_id in
'' | [!A-Za-z0-9]* | *[!A-Za-z0-9_-]*) ninefold_skip=1 ;;
esac

if [ -z "$ninefold_skip" ]; then
  ninefold_to=\${0%/*/*}/sessions
  ninefold_at=
  case $ninefold_input in
  *'"project_dir":'*)
    ninefold_at=\${ninefold_input#*'"project_dir":'}
    ninefold_at=\${ninefold_at#*'"'}
    ninefold_at=\${ninefold_at%%'"'*}
    ;;
  esac
  # A path with escapes isn't read here; its session is stored beside this script.
  case $ninefold_at in
  *\\\\*) ;;
  /*)
    # The home may be a link, so its name alone doesn't tell it.
    while [ -n "$ninefold_at" ] && [ "$ninefold_at" != "$HOME" ] && ! [ "$ninefold_at" -ef "$HOME" ]; do
      for ninefold_root in .claude .aura-frog .ninefold; do
        if [ -f "$ninefold_at/$ninefold_root/state/sessions/current.json" ]; then
          ninefold_own=$ninefold_at/$ninefold_root/state
          # A repository may hold a link to anywhere in its place.
          if ! [ -L "$ninefold_own" ] && ! [ -L "$ninefold_own/sessions" ]; then ninefold_to=$ninefold_own/sessions; fi
          break 2
        fi
      done
      ninefold_at=\${ninefold_at%/*}
    done
    ;;
  esac
  ninefold_file=$ninefold_to/$ninefold_id.json
  ninefold_new=$ninefold_file.$$.tmp
  # The line may be ended at any moment: what an earlier one left is swept up.
  for ninefold_left in "$ninefold_file".*.tmp; do
    if [ -f "$ninefold_left" ]; then rm -f "$ninefold_left"; fi
  done
  if { printf %s "$ninefold_input" >"$ninefold_new"; } 2>/dev/null; then
    if [ $# -ge 2 ]; then exec <"$ninefold_new"; fi
    mv -f "$ninefold_new" "$ninefold_file" 2>/dev/null || rm -f "$ninefold_new"
    if [ $# -ge 2 ]; then exec /bin/sh -c "$2"; fi
  else
    rm -f "$ninefold_new" 2>/dev/null
  fi
fi
if [ $# -ge 2 ]; then
  printf %s "$ninefold_input" | /bin/sh -c "$2"
  exit
fi

# Ninefold's own line. A runtime draws what this script isn't sure of.
ninefold_node() {
  printf %s "$ninefold_input" | "\${0%/*}/ninefold" statusline
  exit
}

# Only a whole number as JSON writes it, and of a size that a count may have.
ninefold_count() {
  case $1 in
  '' | *[!0-9]* | 0?* | ??????????*) ninefold_node ;;
  esac
  [ "$1" -le 100000000 ] || ninefold_node
}

ninefold_group() {
  ninefold_rest=$1
  ninefold_grouped=
  while [ \${#ninefold_rest} -gt 3 ]; do
    ninefold_head=\${ninefold_rest%???}
    ninefold_grouped=,\${ninefold_rest#"$ninefold_head"}$ninefold_grouped
    ninefold_rest=$ninefold_head
  done
  ninefold_grouped=$ninefold_rest$ninefold_grouped
}

[ -z "$ninefold_skip\${NINEFOLD_STATE_DIR-}" ] || ninefold_node
LC_ALL=C
# Without an escape, what is in quotes before a colon is the name of a field.
case $ninefold_input in
*\\\\*) ninefold_node ;;
'{'*'}' | '{'*'}
') ;;
*) ninefold_node ;;
esac

ninefold_in=
ninefold_size=
ninefold_usage=
ninefold_uncached=
ninefold_made=
ninefold_read=
set -f
IFS=,
for ninefold_field in $ninefold_input; do
  case $ninefold_in$ninefold_field in
  '"context_window":{'*)
    ninefold_in=window
    ninefold_field=\${ninefold_field#*'{'}
    ;;
  *'"context_window":'*) ninefold_node ;;
  esac
  case $ninefold_in in
  '' | done) continue ;;
  esac
  case $ninefold_in$ninefold_field in
  'window"current_usage":{'*)
    [ -z "$ninefold_usage" ] || ninefold_node
    ninefold_usage=some
    ninefold_in=usage
    ninefold_field=\${ninefold_field#*'{'}
    ;;
  esac
  ninefold_ends=\${ninefold_field##*[!\\}]}
  ninefold_field=\${ninefold_field%"$ninefold_ends"}
  # Nothing but figures is expected here.
  ninefold_value=\${ninefold_field#*'":'}
  case $ninefold_field in
  '"'*'":'*) ;;
  *) ninefold_node ;;
  esac
  case $ninefold_value in
  '' | *[!0-9a-z.+-]*) ninefold_node ;;
  esac
  case $ninefold_in$ninefold_field in
  'window"current_usage":null')
    [ -z "$ninefold_usage" ] || ninefold_node
    ninefold_usage=none
    ;;
  'window"current_usage":'* | 'usage"cache_creation":'*) ninefold_node ;;
  'window"context_window_size":'*) ninefold_size=$ninefold_value ;;
  'usage"input_tokens":'*) ninefold_uncached=$ninefold_value ;;
  'usage"output_tokens":'*) ninefold_count "$ninefold_value" ;;
  'usage"cache_creation_input_tokens":'*) ninefold_made=$ninefold_value ;;
  'usage"cache_read_input_tokens":'*) ninefold_read=$ninefold_value ;;
  esac
  while [ -n "$ninefold_ends" ]; do
    ninefold_ends=\${ninefold_ends#?}
    case $ninefold_in in
    usage) ninefold_in=window ;;
    *) ninefold_in=done ;;
    esac
  done
done
[ "$ninefold_in" = 'done' ] || ninefold_node
unset IFS

ninefold_meter=
case $ninefold_usage in
some)
  # A gateway may count no cache at all.
  [ -n "$ninefold_made$ninefold_read" ] || ninefold_made=0 ninefold_read=0
  for ninefold_value in "$ninefold_uncached" "$ninefold_made" "$ninefold_read" "$ninefold_size"; do
    ninefold_count "$ninefold_value"
  done
  ninefold_tokens=$((ninefold_uncached + ninefold_made + ninefold_read))
  # None, or more than a count may be.
  if [ "$ninefold_tokens" -eq 0 ] || [ "$ninefold_tokens" -gt 100000000 ]; then ninefold_node; fi
  if [ "$ninefold_size" -eq 0 ]; then ninefold_node; fi
  ninefold_percent=$(((ninefold_tokens * 200 + ninefold_size) / (ninefold_size * 2)))
  [ "$ninefold_percent" -le 100 ] || ninefold_percent=100
  ninefold_group "$ninefold_tokens"
  ninefold_meter=$ninefold_grouped
  ninefold_group "$ninefold_size"
  ninefold_meter="$ninefold_meter of $ninefold_grouped tokens ($ninefold_percent%)"
  ;;
none) ;;
*) ninefold_node ;;
esac

# The workflow's part, as a runtime stored it, unless the workflow has changed since.
cd -P . 2>/dev/null || ninefold_node
ninefold_at=\${PWD%/}
ninefold_root=
ninefold_linked=
[ "$PWD" -ef "$HOME" ] && ninefold_node
while ! [ "\${ninefold_at:-/}" -ef "$HOME" ]; do
  for ninefold_name in .claude .aura-frog .ninefold; do
    ninefold_state=$ninefold_at/$ninefold_name
    if [ -f "$ninefold_state/state/sessions/current.json" ]; then
      ninefold_root=$ninefold_state
      break 2
    fi
    # Other state of Ninefold's, or what may be.
    if [ -e "$ninefold_state/state/workflows" ] || [ -e "$ninefold_state/state/handoffs" ]; then ninefold_node; fi
    for ninefold_path in "$ninefold_state/ninefold.json" "$ninefold_state/state/sessions/current.json"; do
      if [ -e "$ninefold_path" ] || [ -L "$ninefold_path" ]; then ninefold_node; fi
    done
  done
  if [ -f "$ninefold_at/.git" ]; then ninefold_linked=1; fi
  [ -n "$ninefold_at" ] || break
  ninefold_at=\${ninefold_at%/*}
done

ninefold_id=
if [ -z "$ninefold_root" ]; then
  if [ -n "$ninefold_linked" ] || [ -e "$HOME/.claude/state/projects.json" ]; then ninefold_node; fi
else
  for ninefold_name in '' /state /state/sessions /state/sessions/current.json /state/sessions/line.txt /state/workflows; do
    if [ -L "$ninefold_root$ninefold_name" ]; then ninefold_node; fi
  done
  {
    IFS= read -r ninefold_first && IFS= read -r ninefold_second && IFS= read -r ninefold_third
  } 2>/dev/null <"$ninefold_root/state/sessions/current.json" || ninefold_node
  [ "$ninefold_first$ninefold_second" = '{  "schema": "${CURRENT_SESSION_SCHEMA}",' ] || ninefold_node
  case $ninefold_third in
  '  "active": null,') ;;
  '  "active": "'*'",')
    ninefold_id=\${ninefold_third#*': "'}
    ninefold_id=\${ninefold_id%'",'}
    ;;
  *) ninefold_node ;;
  esac
fi

ninefold_progress=
if [ -n "$ninefold_id" ]; then
  case $ninefold_id in
  *[!A-Za-z0-9_-]*) ninefold_node ;;
  esac
  ninefold_journal=$ninefold_root/state/workflows/$ninefold_id.journal.jsonl
  ninefold_line=$ninefold_root/state/sessions/line.txt
  if ! [ -f "$ninefold_journal" ] || [ -L "$ninefold_journal" ]; then ninefold_node; fi
  [ -f "$ninefold_line" ] && [ "$ninefold_line" -nt "$ninefold_journal" ] || ninefold_node
  {
    IFS= read -r ninefold_first && IFS= read -r ninefold_second && IFS= read -r ninefold_third && IFS= read -r ninefold_fourth
  } 2>/dev/null <"$ninefold_line" || ninefold_node
  [ "$ninefold_first $ninefold_second" = "${STORED_LINE_SCHEMA} $ninefold_id" ] || ninefold_node
  case $ninefold_third in
  *[!A-Za-z0-9\\ -]*) ninefold_node ;;
  'Phase '*) ;;
  *) ninefold_node ;;
  esac
  ninefold_count "$ninefold_fourth"
  ninefold_progress="$ninefold_third · $ninefold_fourth%"
fi
[ -z "$ninefold_progress" ] || [ -z "$ninefold_meter" ] || ninefold_progress="$ninefold_progress · "
printf '%s\\n' "$ninefold_progress$ninefold_meter"
`;

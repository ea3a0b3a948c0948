#compdef firebreak
# Completion of firebreak for zsh.
_firebreak() {
  local -a candidates
  local word meaning
  while IFS=$'\t' read -r word meaning; do
    candidates+=("${word//:/\\:}:${meaning}")
  done < <("${words[1]}" __complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)
  if (( ${#candidates} )); then
    _describe 'firebreak' candidates
  else
    _files
  fi
}
if [ "${funcstack[1]}" = _firebreak ]; then
  _firebreak "$@"
else
  compdef _firebreak firebreak
fi

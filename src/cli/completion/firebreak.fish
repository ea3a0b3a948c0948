# Completion of firebreak for fish.
function __firebreak_complete
    set -l typed (commandline -opc)
    set -l current (commandline -ct)
    $typed[1] __complete -- $typed[2..-1] $current 2>/dev/null
end
complete -c firebreak -a '(__firebreak_complete)'

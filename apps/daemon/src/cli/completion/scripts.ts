import type { Place, Word } from './tree.js';

/**
 * Completion scripts by shell. Each finds out which commands were typed so far, and offers what can follow; where
 * nothing does, the shell offers files.
 */
export const SCRIPTS: Readonly<Record<string, (places: readonly Place[]) => string>> = { bash, zsh, fish };

function bash(places: readonly Place[]): string {
  const offers = places.map(({ path, words }) => `    '${path}') words='${wordsOf(words).join(' ')}' ;;`);
  return `# roamwatch for bash: source <(roamwatch completion bash)
_roamwatch() {
  local at='' word words=''
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$at/$word" in
      ${patterns(places)}) at="$at/$word" ;;
    esac
  done
  case "$at" in
${offers.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _roamwatch roamwatch
`;
}

function zsh(places: readonly Place[]): string {
  const described = ({ word, description }: Word) => quoted(`${word}:${description.replaceAll(':', '\\:')}`);
  const offers = places.map(
    ({ path, words }) => `    '${path}') offers=(${words.map(described).join(' ')}) ;;`,
  );
  return `#compdef roamwatch
# roamwatch for zsh: source <(roamwatch completion zsh), or as _roamwatch in a folder of $fpath
_roamwatch() {
  local at='' word
  local -a offers
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "$at/$word" in
      ${patterns(places)}) at="$at/$word" ;;
    esac
  done
  case "$at" in
${offers.join('\n')}
  esac
  _describe roamwatch offers || _files
}
if [ "$funcstack[1]" = _roamwatch ]; then _roamwatch "$@"; else compdef _roamwatch roamwatch; fi
`;
}

function fish(places: readonly Place[]): string {
  const offers = places.flatMap(({ path, words }) =>
    words.map(
      ({ word, description }) =>
        `complete -c roamwatch -n "__roamwatch_at '${path}'" -a '${word}' -d ${quoted(description, '\\')}`,
    ),
  );
  const paths = pathsOf(places).join(' ');
  return `# roamwatch for fish: roamwatch completion fish > ~/.config/fish/completions/roamwatch.fish
function __roamwatch_at
  set -l at ''
  for word in (commandline -opc)[2..-1]
    contains -- "$at/$word" ${paths}; and set at "$at/$word"
  end
  test "$at" = "$argv[1]"
end
${offers.join('\n')}
`;
}

function wordsOf(words: readonly Word[]): readonly string[] {
  return words.map(({ word }) => word);
}

function pathsOf(places: readonly Place[]): readonly string[] {
  return places.map(({ path }) => path).filter((path) => path !== '');
}

function patterns(places: readonly Place[]): string {
  return pathsOf(places).join(' | ');
}

/** In single quotes; `before` goes before one inside: a backslash in fish, elsewhere `'\''`. */
function quoted(text: string, before = `'\\'`): string {
  return `'${text.replaceAll("'", `${before}'`)}'`;
}

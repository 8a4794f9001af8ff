import type { Command } from 'commander';
import { SCRIPTS } from '../completion/scripts.js';
import { placesOf } from '../completion/tree.js';
import { UsageError } from '../failure.js';

export function completionCommand(program: Command): void {
  program
    .command('completion')
    .argument('<shell>', Object.keys(SCRIPTS).join(', '))
    .description('Print a shell completion script')
    .addHelpText('after', EXAMPLES)
    .action((shell: string) => {
      const script = SCRIPTS[shell];
      if (!script)
        throw new UsageError(`unsupported shell "${shell}": use ${Object.keys(SCRIPTS).join(', ')}`);
      process.stdout.write(script(placesOf(program)));
    });
}

const EXAMPLES = `
Examples:
  source <(roamwatch completion bash)                            # this shell
  roamwatch completion bash > /etc/bash_completion.d/roamwatch   # all users
  roamwatch completion zsh > "\${fpath[1]}/_roamwatch"
  roamwatch completion fish > ~/.config/fish/completions/roamwatch.fish`;

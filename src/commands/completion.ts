import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {SHELL_ARGUMENT} from '../cli/flags/arguments.js'
import {defineCommand} from '../cli/run/define-command.js'
import {usageError} from '../cli/usage-error.js'

export default defineCommand({
  summary: 'Print a completion script: bash, zsh or fish',
  description: `The script asks this program for what may follow: commands, flags, their values, files, and the contexts of the kubeconfig.
It never asks AWS or the cluster.`,
  examples: [
    'source <(<%= config.bin %> completion bash)',
    'source <(<%= config.bin %> completion zsh)',
    '<%= config.bin %> completion fish > ~/.config/fish/completions/external-dns-ts.fish',
  ],
  usage: 'bash|zsh|fish',
  arguments: SHELL_ARGUMENT,
  flags: {},
  ignoresConfig: true,
  async run(session, line) {
    const {shell} = line.args
    const {known} = SHELL_ARGUMENT.shell
    if (!known.some((one) => one === shell)) {
      throw usageError(`There is no completion for ${shell}.`, [`choose ${known.join(', ')}`])
    }
    const file = join(session.packageFolder, 'deploy', 'completion', `external-dns-ts.${shell}`)
    session.answer(readFileSync(file, 'utf8'))
  },
})

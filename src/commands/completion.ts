import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {defineCommand} from '../cli/run/define-command.js'
import {usageError} from '../cli/usage-error.js'

const SHELLS = ['bash', 'zsh', 'fish']

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
  arguments: {shell: {description: 'Shell to complete in', example: 'completion bash', known: SHELLS}},
  flags: {},
  ignoresConfig: true,
  async run(session, line) {
    const {shell} = line.args
    if (!SHELLS.some((one) => one === shell)) {
      throw usageError(`There is no completion for ${shell}.`, [`choose ${SHELLS.join(', ')}`])
    }
    const file = join(session.packageFolder, 'deploy', 'completion', `external-dns-ts.${shell}`)
    session.answer(readFileSync(file, 'utf8'))
  },
})

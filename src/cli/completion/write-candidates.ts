import type {Environment} from '../../errors/environment.js'
import {writeAnswer} from '../terminal/streams.js'
import {type CompletedCommands, complete} from './complete.js'

/**
 * Answers the scripts in `deploy/completion`: a candidate a line, with its meaning after a tab; or `:file` and what stands
 * before the file, since shells list files themselves. Asks neither AWS nor the cluster.
 */
export async function writeCandidates(
  words: readonly string[],
  commands: CompletedCommands,
  environment: Environment,
): Promise<void> {
  const write = (lines: readonly (readonly string[])[]) =>
    writeAnswer(lines.map((line) => `${line.join('\t')}\n`).join(''), false)
  const completion = complete(words, commands)
  if (completion.kind === 'file') write([[':file', completion.before]])
  else if (completion.kind === 'words') write(completion.candidates)
  else {
    const {listContexts} = await import('../../kubernetes/kubeconfig/connect.js')
    const path = completion.kubeconfig.replace(/^~(?=\/)/, environment.HOME ?? '~')
    const contexts = listContexts(path, environment).map((name) => `${completion.before}${name}`)
    write(contexts.filter((word) => word.startsWith(words.at(-1) ?? '')).map((word) => [word, '']))
  }
}

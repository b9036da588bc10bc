import {randomInt} from 'node:crypto'
import {createSocket} from 'node:dgram'
import {isIPv6} from 'node:net'
import {decode, encode} from 'dns-packet'
import type {Answer} from '../../dns/answer.js'
import type {NameServer} from '../ports.js'

const NO_ANSWER: Answer = {kind: 'none', happened: 'does not answer'}

/**
 * Asks for the name servers of a zone, at one of them or at one of the zone above. That one refers to them in the
 * authority section, which Node's resolver hides.
 */
export async function askForNameServers(
  server: NameServer,
  zone: string,
  {timeoutMs, tries}: {readonly timeoutMs: number; readonly tries: number},
): Promise<Answer> {
  let answer = NO_ANSWER
  for (let tried = 0; tried < tries && answer === NO_ANSWER; tried++) answer = await askOnce(server, zone, timeoutMs)
  return answer
}

function askOnce({address, port}: NameServer, zone: string, timeoutMs: number): Promise<Answer> {
  return new Promise((resolve) => {
    const id = randomInt(65_536)
    const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4')
    const finish = (answer: Answer) => {
      clearTimeout(timer)
      socket.close()
      resolve(answer)
    }
    const timer = setTimeout(() => finish(NO_ANSWER), timeoutMs)
    socket.once('error', () => finish(NO_ANSWER))
    socket.on('message', (message) => {
      const answer = readAnswer(message, id, zone)
      if (answer !== undefined) finish(answer)
    })
    socket.connect(port, address, () => socket.send(encode({type: 'query', id, questions: [{type: 'NS', name: zone}]})))
  })
}

const CODE_BITS = 0b1111
const REFUSALS: Readonly<Record<number, string>> = {
  2: 'failed to answer (SERVFAIL)',
  5: 'refuses to answer for this zone',
}

/** Undefined for a message that is not the answer. */
function readAnswer(message: Buffer, id: number, zone: string): Answer | undefined {
  try {
    const {id: answered, flags = 0, answers = [], authorities = []} = decode(message)
    if (answered !== id) return undefined
    const happened = REFUSALS[flags & CODE_BITS]
    if (happened !== undefined) return {kind: 'none', happened}
    const values = [...answers, ...authorities].flatMap((record) =>
      record.type === 'NS' && record.name.toLowerCase() === zone ? [record.data.toLowerCase()] : [],
    )
    return values.length === 0 ? {kind: 'nothing'} : {kind: 'values', values: [...new Set(values)].sort()}
  } catch {
    return undefined
  }
}

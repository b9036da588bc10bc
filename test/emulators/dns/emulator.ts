import {createSocket} from 'node:dgram'
import {type Answer, AUTHORITATIVE_ANSWER, type DecodedPacket, decode, encode} from 'dns-packet'
import {type DnsZone, lookUp} from './zone.js'

export interface DnsEmulatorOptions {
  /** Evaluated for each query. */
  readonly zones: () => readonly DnsZone[]
  /** True: never answers. */
  readonly isSilent?: boolean
}

export interface DnsEmulator {
  /** `127.0.0.1:PORT` */
  readonly server: string
  readonly port: number
  /** The queries in the order of arrival: `A www.example.com`. */
  readonly questions: readonly string[]
  close(): Promise<void>
}

/** An authoritative name server over UDP on 127.0.0.1, on a free port. */
export async function startDnsEmulator({zones, isSilent = false}: DnsEmulatorOptions): Promise<DnsEmulator> {
  const questions: string[] = []
  const socket = createSocket('udp4')
  socket.on('message', (message, peer) => {
    const query = decode(message)
    const [question] = query.questions ?? []
    if (question === undefined) return
    questions.push(`${question.type} ${question.name}`)
    if (!isSilent) socket.send(answerTo(query, zones()), peer.port, peer.address)
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject)
    socket.bind(0, '127.0.0.1', resolve)
  })
  const {port} = socket.address()
  return {
    server: `127.0.0.1:${port}`,
    port,
    questions,
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  }
}

function answerTo({id, questions = []}: DecodedPacket, zones: readonly DnsZone[]): Buffer {
  const [{name, type} = {name: '', type: 'A'}] = questions
  const {rcode, answers, authorities = []} = lookUp(zones, name, type)
  return encode({
    type: 'response',
    ...(id !== undefined && {id}),
    // dns-packet has no response code in its types; it is in the four lowest bits of the flags.
    flags: AUTHORITATIVE_ANSWER | RCODES[rcode],
    questions,
    answers: [...answers] as Answer[],
    authorities: [...authorities] as Answer[],
  })
}

const RCODES = {NOERROR: 0, SERVFAIL: 2, NXDOMAIN: 3, REFUSED: 5} as const

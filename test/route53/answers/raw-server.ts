import {createSocket} from 'node:dgram'
import {type DecodedPacket, decode} from 'dns-packet'
import {onTestFinished} from 'vitest'
import type {NameServer} from '../../../src/route53/ports.js'

/** A name server over UDP on 127.0.0.1 that answers each query with these messages, whatever they are. */
export async function rawServer(answersTo: (query: DecodedPacket) => readonly Buffer[]): Promise<NameServer> {
  const socket = createSocket('udp4')
  socket.on('message', (message, peer) => {
    for (const answer of answersTo(decode(message))) socket.send(answer, peer.port, peer.address)
  })
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
  onTestFinished(() => new Promise<void>((resolve) => socket.close(() => resolve())))
  return {label: 'it', address: '127.0.0.1', port: socket.address().port}
}

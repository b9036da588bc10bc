import {subscribe} from 'node:diagnostics_channel'
import type {Socket} from 'node:net'

/** Counts the octets that the HTTP servers of this process send, heads included. */
export function countTraffic(): {take(): number} {
  const seen = new WeakMap<Socket, number>()
  let octets = 0
  subscribe('http.server.response.finish', (message) => {
    const {socket} = message as {readonly socket: Socket}
    octets += socket.bytesWritten - (seen.get(socket) ?? 0)
    seen.set(socket, socket.bytesWritten)
  })
  return {
    take() {
      const taken = octets
      octets = 0
      return taken
    },
  }
}

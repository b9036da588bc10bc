import {spawn} from 'node:child_process'
import {accessSync, constants} from 'node:fs'
import {createServer} from 'node:net'
import {delimiter, join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'

export type Moto = {readonly url: string; reset(): Promise<void>; close(): Promise<void>}

/** The path of `moto_server` (pip install 'moto[server]'), if it is on PATH and starts. */
export function findMoto(): string | undefined {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(folder, 'moto_server')
    try {
      accessSync(path, constants.X_OK)
      return path
    } catch {
      // Not in this folder.
    }
  }
  return undefined
}

/** @throws Error with its output when it does not answer within 60 s. */
export async function startMoto(path: string): Promise<Moto> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const child = spawn(path, ['-H', '127.0.0.1', '-p', String(port)], {stdio: ['ignore', 'ignore', 'pipe']})
  let phrase = ''
  child.stderr.on('data', (chunk) => {
    phrase += String(chunk)
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const deadline = Date.now() + 60_000
  while (Date.now() < deadline && child.exitCode === null) {
    const isUp = await fetch(`${url}/moto-api/data.json`).then(
      (answer) => answer.ok,
      () => false,
    )
    if (isUp) {
      return {
        url,
        reset: async () => {
          await fetch(`${url}/moto-api/reset`, {method: 'POST'})
        },
        close: async () => {
          child.kill('SIGTERM')
          await ended
        },
      }
    }
    await sleep(100)
  }
  child.kill('SIGKILL')
  throw new Error(`moto_server does not answer: ${phrase}`)
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        address === null || typeof address === 'string' ? reject(new Error('no port')) : resolve(address.port),
      )
    })
  })
}

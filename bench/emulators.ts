import {fork} from 'node:child_process'
import {fileURLToPath} from 'node:url'
import type {Size} from './content.js'

export type Request =
  | {readonly kind: 'where'}
  | {readonly kind: 'fill'; readonly size: Size; readonly latencyMs: number; readonly keepsObjects: boolean}
  | {readonly kind: 'latency'; readonly ms: number}
  | {readonly kind: 'count'}
  | {readonly kind: 'sets'}

export type Answer = {
  readonly kubeconfig?: string
  readonly route53Url?: string
  readonly calls?: number
  readonly sets?: number
}

export type Emulators = {
  readonly kubeconfig: string
  readonly route53Url: string
  /** Resets the zone to the foreign record sets, and loads the objects. Equal objects of the last call are reused. */
  fill(size: Size, latencyMs: number): Promise<void>
  setLatency(ms: number): Promise<void>
  /** Route 53 calls since the last fill or count. */
  countCalls(): Promise<number>
  /** Record sets of example.com. */
  countSets(): Promise<number>
  close(): void
}

export async function startEmulators(): Promise<Emulators> {
  const worker = fork(fileURLToPath(new URL('./emulator-worker.ts', import.meta.url)))
  const ask = (request: Request) =>
    new Promise<Answer>((resolve, reject) => {
      const onExit = () => reject(new Error('the process of the emulators ended'))
      worker.once('exit', onExit)
      worker.once('message', (answer: Answer) => {
        worker.off('exit', onExit)
        resolve(answer)
      })
      worker.send(request)
    })
  const {kubeconfig = '', route53Url = ''} = await ask({kind: 'where'})
  let objects = -1
  return {
    kubeconfig,
    route53Url,
    fill: async (size, latencyMs) => {
      await ask({kind: 'fill', size, latencyMs, keepsObjects: size.objects === objects})
      objects = size.objects
    },
    setLatency: async (ms) => {
      await ask({kind: 'latency', ms})
    },
    countCalls: async () => (await ask({kind: 'count'})).calls ?? 0,
    countSets: async () => (await ask({kind: 'sets'})).sets ?? 0,
    close: () => {
      worker.kill()
    },
  }
}

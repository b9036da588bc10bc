import {spawn} from 'node:child_process'
import {access} from 'node:fs/promises'
import {createInterface} from 'node:readline'
import {fileURLToPath} from 'node:url'
import {CoreV1Api, KubeConfig} from '@kubernetes/client-node'
import {describe, expect, it} from 'vitest'
import {listAll, openSdkClient} from './route53/sdk-client.js'

describe('npm run emulators', () => {
  it('prints an environment in which both emulators are found, and tidies up when it ends', async () => {
    const child = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(new URL('start.ts', import.meta.url))], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
    try {
      const environment = new Map<string, string>()
      for await (const line of createInterface({input: child.stdout})) {
        const [, name = '', value = ''] = /^export (\w+)=(.*)$/.exec(line) ?? []
        environment.set(name, value)
        if (environment.size === 6) break
      }
      expect([...environment.keys()].sort()).toEqual([
        'AWS_ACCESS_KEY_ID',
        'AWS_ENDPOINT_URL',
        'AWS_ENDPOINT_URL_ROUTE_53',
        'AWS_REGION',
        'AWS_SECRET_ACCESS_KEY',
        'KUBECONFIG',
      ])
      const client = openSdkClient(environment.get('AWS_ENDPOINT_URL_ROUTE_53') ?? '')
      expect((await listAll(client, 'Z0EXAMPLECOM')).map(({Name}) => Name)).toContain('mail.example.com.')
      client.destroy()
      const config = new KubeConfig()
      config.loadFromFile(environment.get('KUBECONFIG') ?? '')
      const services = await config.makeApiClient(CoreV1Api).listServiceForAllNamespaces()
      expect(services.items.map(({metadata}) => metadata?.name)).toEqual(['front'])
      child.kill('SIGTERM')
      expect(await ended).toBe(0)
      await expect(access(environment.get('KUBECONFIG') ?? '')).rejects.toThrow('ENOENT')
    } finally {
      child.kill('SIGKILL')
    }
  })
})

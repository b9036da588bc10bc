import {describe, expect, it} from 'vitest'
import {namesToRead} from '../../../src/pipeline/read/names-to-read.js'
import {fullName, txt, txtRegistry} from '../../plan/builders.js'

describe('names to read for a host', () => {
  it('include hosts that its TXT may belong to, since its first word is also a type', () => {
    for (const [registry, host] of [
      [txtRegistry(), 'tlsa-web'],
      [txtRegistry(), 'caa-web'],
      [txtRegistry({prefix: 'x-'}), 'x-https-web'],
    ] as const) {
      const names = namesToRead({requested: new Set([fullName(host)]), candidates: []}, registry)
      expect([...names.next([txt(host)])]).toContain('web.shop.io')
    }
  })
})

import {readFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {describe, expect, it} from 'vitest'

const ROOT = new URL('../../', import.meta.url)
const BLOCK = /```ts\n\/\/ (\S+)\n([\s\S]*?)```/g

function read(path: string): string {
  return readFileSync(fileURLToPath(new URL(path, ROOT)), 'utf8')
}

describe('docs/adding-a-source.md', () => {
  const guide = read('docs/adding-a-source.md')

  it('shows the program as it is', () => {
    const blocks = [...guide.matchAll(BLOCK)]
    expect(blocks.length).toBeGreaterThanOrEqual(5)
    for (const [, path = '', code = ''] of blocks) expect(read(path), path).toContain(code)
  })

  it('names only files that are there', () => {
    const paths = [...guide.matchAll(/`((?:src|test|deploy)\/[\w./-]+\.(?:ts|yaml))`/g)].map(([, path = '']) => path)
    const shared = [...guide.matchAll(/`([\w-]+\/[\w-]+\.ts)`/g)].map(([, name]) => `src/sources/${name}`)
    for (const path of [...paths, ...shared]) {
      if (!path.includes('NAME')) expect(() => read(path), path).not.toThrow()
    }
  })
})

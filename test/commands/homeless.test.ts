import {describe, expect, it} from 'vitest'
import {startProgram} from './built-program.js'
import {service} from './objects.js'
import {AS_PROD, stage} from './stage.js'

/** Tests the built program: `npm run build` first. */

describe('a HOME that does not exist', () => {
  it.each([
    ['plan', AS_PROD],
    ['apply', '--yes', AS_PROD],
    ['prune', '--yes', AS_PROD],
    ['owners', AS_PROD],
    ['owners', 'adopt', '--dry-run', 'www.example.com', AS_PROD],
    ['explain', 'www.example.com', AS_PROD],
    ['doctor', AS_PROD],
    ['plan', '--help'],
    ['help'],
    ['--version'],
  ])('is not needed by %s %s', async (...argv) => {
    for (const home of ['/dev/null', '/nowhere', '']) {
      const scene = await stage({objects: [service('front', 'www.example.com')]})
      // Without the variables of the stage, so that the SDK looks in HOME too.
      const environment = {...scene.with({AWS_CONFIG_FILE: '', AWS_SHARED_CREDENTIALS_FILE: ''}), HOME: home}
      const {stderr, exitCode} = await startProgram(argv, environment).ended
      expect([home, exitCode, stderr]).toEqual([
        home,
        expect.any(Number),
        expect.not.stringMatching(/\bE[A-Z]{4,}\b|Warning/),
      ])
      expect(exitCode).toBe(argv.includes('adopt') ? 1 : 0)
    }
  })
})

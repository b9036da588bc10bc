import type {Route53Client} from '@aws-sdk/client-route-53'
import {afterEach, beforeEach} from 'vitest'
import {type Route53Emulator, type Route53EmulatorOptions, startRoute53Emulator} from './emulator.js'
import {openSdkClient} from './sdk-client.js'

/**
 * Starts an emulator with a client before each test of a file, and ends both after it.
 *
 * @param use called with both whenever they are new.
 * @returns starts them anew, with some options changed.
 */
export function serveEachTest(
  defaults: Route53EmulatorOptions,
  use: (emulator: Route53Emulator, client: Route53Client) => void,
): (options?: Route53EmulatorOptions) => Promise<void> {
  let end = async () => {}
  const restart = async (options: Route53EmulatorOptions = {}) => {
    await end()
    const emulator = await startRoute53Emulator({...defaults, ...options})
    const client = openSdkClient(emulator.url)
    end = async () => {
      client.destroy()
      await emulator.close()
    }
    use(emulator, client)
  }
  beforeEach(() => restart())
  afterEach(() => end())
  return restart
}

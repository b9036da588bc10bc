import type {Route53Client} from '@aws-sdk/client-route-53'
import type {Access} from './access.js'
import {SILENT_LOGGER} from './silent-logger.js'

/** Who an access is to AWS: `arn:aws:sts::111122223333:assumed-role/ci/run`. */
export interface Identity {
  readonly access: Access
  readonly arn: string
}

/** Asks STS, with the credentials and in the region of a client. Loads its SDK only now: it is for those who want to know. */
export async function askIdentity(client: Route53Client, abortSignal: AbortSignal): Promise<string | undefined> {
  const {GetCallerIdentityCommand, STSClient} = await import('@aws-sdk/client-sts')
  const {region, credentials} = client.config
  const sts = new STSClient({region, credentials, maxAttempts: 1, logger: SILENT_LOGGER})
  try {
    return (await sts.send(new GetCallerIdentityCommand(), {abortSignal})).Arn
  } finally {
    sts.destroy()
  }
}

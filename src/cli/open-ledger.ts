import type {LedgerReader, LedgerWriter} from '../registry/ledger-ports.js'
import type {Settings} from './settings.js'

/** The ledger of the settings, its SDK loaded; undefined where there is none. Nothing is sent yet. */
export async function openLedger({
  registry,
  route53,
}: Pick<Settings, 'registry' | 'route53'>): Promise<(LedgerReader & LedgerWriter) | undefined> {
  if (registry.kind !== 'ledger') return undefined
  const {openTable} = await import('../registry/dynamodb/table.js')
  return openTable(registry.place, {
    credentials: await credentialsOf(route53),
    retries: route53.apiRetries,
    callTimeoutMs: route53.callTimeoutMs,
  })
}

/** As external-dns: the default chain or the role, and not a profile, since the zones may need several. */
async function credentialsOf({assumeRole: roleArn, assumeRoleExternalId}: Settings['route53']) {
  if (roleArn === '') return undefined
  const {assumeRole} = await import('../route53/assume-role.js')
  const externalId = assumeRoleExternalId === '' ? undefined : assumeRoleExternalId
  return assumeRole({roleArn, externalId, profile: undefined})
}

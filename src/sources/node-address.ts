import {suitableType} from '../dns/target.js'
import type {KubeObject} from '../kubernetes/objects.js'
import {flagAt, listAt, textAt} from './object-field.js'
import type {SourceSettings} from './source-settings.js'

/** What a Node says about where it can be reached. */
export interface NodeAddresses {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  /** Cordoned. */
  readonly isUnschedulable: boolean
  /** Addresses of type ExternalIP, of any family. */
  readonly external: readonly string[]
  /** Addresses of type InternalIP, of any family. */
  readonly internal: readonly string[]
}

export function toNodeAddresses(node: KubeObject): NodeAddresses {
  const addresses = listAt(node.status, 'addresses')
  const ofType = (type: string) =>
    addresses
      .filter((address) => textAt(address, 'type') === type)
      .map((address) => textAt(address, 'address'))
      .filter((address) => address !== '')
  return {
    name: node.metadata.name,
    labels: node.metadata.labels,
    isUnschedulable: flagAt(node.spec, 'unschedulable'),
    external: ofType('ExternalIP'),
    internal: ofType('InternalIP'),
  }
}

/** Internal addresses that `--expose-internal-ipv6` calls public. */
export function exposedAddresses(node: NodeAddresses, settings: SourceSettings): readonly string[] {
  return settings.exposesInternalIpv6 ? node.internal.filter((address) => suitableType(address) === 'AAAA') : []
}

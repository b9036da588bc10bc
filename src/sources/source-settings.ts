import type {Resource} from '../kubernetes/objects.js'
import type {Selector} from './object/selector.js'
import type {Template} from './template/fqdn-template.js'

/** The flags that the sources and the wrapper chain read, parsed. */
export interface SourceSettings {
  /** The order is that of `--source`. */
  readonly sources: readonly string[]
  /** Empty: all. */
  readonly namespace: string
  readonly annotationFilter: Selector
  readonly labelFilter: Selector
  /** Each ends in `/`; an earlier one wins over a later one on the same object. */
  readonly annotationPrefixes: readonly string[]
  /** True: filters and templates see annotations under `LEGACY_PREFIX` under the first prefix too. */
  readonly copiesLegacyAnnotations: boolean
  readonly ingressClasses: readonly string[]
  /** Empty: no filter. */
  readonly serviceTypeFilter: readonly string[]
  /** Empty: Gateways of any name. */
  readonly gatewayName: string
  /** Empty: all. `--namespace` does not apply to Gateways. */
  readonly gatewayNamespace: string
  readonly gatewayLabelFilter: Selector
  readonly readsListenerSets: boolean
  /** Empty: any router that admitted the Route. */
  readonly openshiftRouterName: string
  /** API groups in which Traefik's kinds are read. */
  readonly traefikGroups: readonly ('traefik.io' | 'traefik.containo.us')[]
  /** Namespaces of Gloo's Proxies. `--namespace` does not apply to them. */
  readonly glooNamespaces: readonly string[]
  /** `zalando.org/v1`, validated. */
  readonly routeGroupVersion: string
  readonly fqdnTemplate: Template | undefined
  readonly targetTemplate: Template | undefined
  readonly fqdnTargetTemplate: Template | undefined
  readonly combinesFqdnAnnotation: boolean
  readonly ignoresHostnameAnnotation: boolean
  readonly ignoresIngressTlsSpec: boolean
  readonly ignoresIngressRulesSpec: boolean
  readonly publishesInternalServices: boolean
  readonly publishesHostIp: boolean
  readonly alwaysPublishesNotReadyAddresses: boolean
  readonly resolvesLoadBalancerHostname: boolean
  readonly excludesUnschedulable: boolean
  readonly exposesInternalIpv6: boolean
  readonly ignoresNonHostNetworkPods: boolean
  /** Empty: none. */
  readonly podSourceDomain: string
  /** The resources of `--unstructured-resource`. Their kind is empty: discovery finds it. */
  readonly unstructuredResources: readonly Resource[]
  /** `HOST:PORT` for the source `connector`. */
  readonly connectorServer: string
  readonly compatibility: '' | 'mate' | 'molecule' | 'kops-dns-controller'
  readonly defaultTargets: readonly string[]
  readonly forcesDefaultTargets: boolean
  /** CIDRs as written. The chain reports malformed ones and ignores them, as external-dns does. */
  readonly targetNetFilter: readonly string[]
  readonly excludeTargetNet: readonly string[]
  /** /96 prefixes, validated. */
  readonly nat64Networks: readonly string[]
  readonly createsPtr: boolean
  readonly prefersAlias: boolean
  /** 0: none. */
  readonly minTtlSeconds: number
  readonly managedRecordTypes: readonly string[]
  /** `aws`: the properties of other providers are dropped. */
  readonly provider: string
}

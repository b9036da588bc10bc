import {AWS_FLAGS} from './aws-flags.js'
import {withColumn} from './flag-spec.js'
import {KUBERNETES_FLAGS} from './kubernetes-flags.js'
import {NAMES_FLAGS} from './names-flags.js'
import {PLAN_FLAGS} from './plan-flags.js'
import {REGISTRY_FLAGS} from './registry-flags.js'

/**
 * All flags of external-dns v0.23 except those of other providers, which `unknownFlag` explains. Defaults that differ
 * from external-dns: source, policy, provider, aws-api-retries, annotation-prefix.
 */
export const UPSTREAM_FLAGS = withColumn({mayBeEmpty: true})({
  ...KUBERNETES_FLAGS,
  ...NAMES_FLAGS,
  ...PLAN_FLAGS,
  ...REGISTRY_FLAGS,
  ...AWS_FLAGS,
} as const)

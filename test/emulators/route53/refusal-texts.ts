import type {GuardrailHit} from './guardrail.js'
import type {Protection} from './protection.js'
import type {Guardrail} from './zone-features.js'

/** The texts whose wording AWS does not document. Each is one of the messages of an InvalidChangeBatch. */
export type RefusalTexts = {
  readonly ofProtection: (protection: Protection) => string
  readonly ofGuardrail: (hit: GuardrailHit, hasName: boolean) => string
}

const REMEDIES: Readonly<Record<Guardrail, string>> = {
  NS_FORMAT_CHECK: 'correct the name server',
  NS_DELEGATION_AUTHORITY_CHECK: 'create the hosted zone on these name servers',
  NS_OCCLUSION_CHECK: 'move the records into the delegated zone',
  ALIAS_TARGET_CHECK: 'delete or change the alias first',
  ACTIVE_RECORD_CHECK: 'wait until it is no longer queried',
  ACTIVE_DELEGATION_CHECK: 'wait until resolvers no longer follow it',
}

/** Wordings to choose from, so that nothing comes to depend on one of them. */
export const WORDINGS = {
  short: {
    ofProtection: ({name, type, comment}) =>
      `${name} ${type} is protected${comment === undefined ? '' : `: ${comment}`}`,
    ofGuardrail: ({name, type, guardrail}, hasName) =>
      `${name} ${type}: ${hasName ? `${guardrail}, ` : ''}${REMEDIES[guardrail]}`,
  },
  long: {
    ofProtection: ({name, type, comment}) =>
      `The resource record set [name='${name}', type='${type}'] cannot be changed because a record set protection exists${comment === undefined ? '' : ` (comment: "${comment}")`}. Delete the protection first.`,
    ofGuardrail: ({name, type, guardrail}, hasName) =>
      `The change to the resource record set [name='${name}', type='${type}'] was rejected by ${hasName ? `the Change Guardrail ${guardrail}` : 'a Change Guardrail'}. To continue, ${REMEDIES[guardrail]}, or turn off the guardrail.`,
  },
} as const satisfies Readonly<Record<string, RefusalTexts>>
export type Wording = keyof typeof WORDINGS

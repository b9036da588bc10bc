import type {Protection} from './protection.js'

/** The texts whose wording AWS does not document. Each is one of the messages of an InvalidChangeBatch. */
export type RefusalTexts = {readonly ofProtection: (protection: Protection) => string}

/** Wordings to choose from, so that nothing comes to depend on one of them. */
export const WORDINGS = {
  short: {
    ofProtection: ({name, type, comment}) =>
      `${name} ${type} is protected${comment === undefined ? '' : `: ${comment}`}`,
  },
  long: {
    ofProtection: ({name, type, comment}) =>
      `The resource record set [name='${name}', type='${type}'] cannot be changed because a record set protection exists${comment === undefined ? '' : ` (comment: "${comment}")`}. Delete the protection first.`,
  },
} as const satisfies Readonly<Record<string, RefusalTexts>>
export type Wording = keyof typeof WORDINGS

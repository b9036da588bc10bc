import fc from 'fast-check'
import {formatReceipt, parseReceipt} from '../../src/saved/receipt.js'
import {fileKindOf} from '../../src/saved/saved-file.js'
import {formatSavedPlan, parseSavedPlan} from '../../src/saved/saved-plan.js'
import {META, receiptOf, savedPlanFor, signed} from '../saved/builders.js'
import {brokenJson, type Json, toJsonText} from './broken-json.js'
import {brokenText} from './broken-text.js'
import {type FuzzInput, readAs, refused} from './laws.js'

const KINDS = {
  'saved plan': {
    make: () => formatSavedPlan(savedPlanFor(), META),
    read(text: string) {
      const read = parseSavedPlan(text)
      return read.ok ? {...read, again: formatSavedPlan(read.value.content, read.value.meta).text} : read
    },
  },
  receipt: {
    make: () => formatReceipt(receiptOf(savedPlanFor(), []), META),
    read(text: string) {
      const read = parseReceipt(text)
      return read.ok ? {...read, again: formatReceipt(read.value.content, read.value.meta).text} : read
    },
  },
} as const

interface SavedFile {
  readonly kind: keyof typeof KINDS
  readonly text: string
}

export async function savedFiles(): Promise<FuzzInput<SavedFile>> {
  const made = {'saved plan': KINDS['saved plan'].make(), receipt: KINDS.receipt.make()}
  const documents = fc
    .record({kind: fc.constantFrom('saved plan' as const, 'receipt' as const), form: fc.nat({max: 3})})
    .chain(({kind, form}) => {
      const valid = fc.constant(made[kind].text)
      const text =
        form === 0
          ? brokenText(valid, ['{', '}', '[', ']', '"', ',', 'null'])
          : brokenJson(valid.map((one): Json => JSON.parse(one))).map(({value}) =>
              form === 1 ? toJsonText(value) : sealed(value),
            )
      return text.map((broken) => ({kind, text: broken}))
    })
  return {
    name: 'saved plans and receipts',
    documents,
    textOf: ({text}) => text,
    async read({kind, text}) {
      fileKindOf(text)
      const read = KINDS[kind].read(text)
      if (!read.ok) return refused(read.problem)
      // What is read is what is written there: nothing dropped, nothing made up.
      const isSame = contentOf(read.again) === contentOf(text)
      return readAs(read.value, [], isSame ? [] : ['something else was read than is written'])
    },
  }
}

/** Not its meta, whose keys have no order. */
function contentOf(text: string): string {
  return JSON.stringify(JSON.parse(text).content)
}

/** Signed again, where its head is still that of a file of ours. */
function sealed(value: Json): string {
  const text = toJsonText(value)
  try {
    const {kind, formatVersion, meta, content} = JSON.parse(text)
    return signed({kind, formatVersion, meta, content})
  } catch {
    // Too deep to be signed by any program.
    return text
  }
}

import {list, optional, text, texts} from '../../codec/codec.js'
import {shownRecordSet} from '../../codec/record-set-codec.js'
import {derived, fieldsOf, named, self, view} from '../../codec/writer.js'
import {shownZone} from '../../codec/zone-codec.js'
import type {RecordedChange} from '../../dns/recorded-change.js'
import {documentRenderer, headed} from './document.js'

export const shownRecordedChange = named(
  'recordedChange',
  view<RecordedChange>({
    submittedAt: derived(({submittedAt}) => new Date(submittedAt).toISOString(), text),
    ...fieldsOf(self<RecordedChange>, {submittedBy: optional(text), changeId: text, comment: optional(text)}),
    ...fieldsOf(self<RecordedChange>, {zone: shownZone, action: text, recordSet: shownRecordSet}),
  }),
)

interface HistoryAnswer {
  readonly changes: readonly RecordedChange[]
  /** What is not known, as phrases. */
  readonly gaps: readonly string[]
}

const answer = fieldsOf(self<HistoryAnswer>, {changes: list(shownRecordedChange), gaps: texts})
export const historyWriter = headed('history', view<HistoryAnswer>(answer))

export const renderHistoryJson = documentRenderer(historyWriter)

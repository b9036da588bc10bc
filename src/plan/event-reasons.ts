/** What `--events-emit` takes. A delete has no object left to be told of, so the last word tells nothing, as upstream. */
export const EVENT_REASONS = ['RecordReady', 'RecordError', 'RecordDeleted'] as const
export type EventReason = (typeof EVENT_REASONS)[number]

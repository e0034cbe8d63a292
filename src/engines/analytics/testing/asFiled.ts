import { columnBudget } from '../columns/budget.ts'
import type { Events } from '../columns/events.ts'
import { filedEvents } from '../columns/filed.ts'
import { memoryHead, memorySource } from '../columns/memorySource.ts'

/** Events at hand as if they lay in files, read under a budget of so many bytes. */
export const asFiled = (events: Events, bytes: number): Events =>
  filedEvents(
    memoryHead(events),
    memorySource(events, (property) => events.properties.get(property)?.codes),
    columnBudget(bytes),
  )

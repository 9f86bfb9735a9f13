// The migrations of both files in the order they are applied; it must never leave a gap between two numbers.
import { cacheOfPayments } from './cache/0001-payments.ts'
import { cacheOfEvents } from './cache/0002-events.ts'
import { cacheOfWindows } from './cache/0003-windows.ts'
import { cacheOfQuestions } from './cache/0004-questions.ts'
import { cacheOfSearchLater } from './cache/0005-search-later.ts'
import { journalOfOrders } from './journal/0001-orders.ts'
import { journalOfAudit } from './journal/0002-audit.ts'
import { journalOfChanges } from './journal/0003-changes.ts'
import type { Migration } from './migration.ts'

export const cacheMigrations: readonly Migration[] = [
  cacheOfPayments,
  cacheOfEvents,
  cacheOfWindows,
  cacheOfQuestions,
  cacheOfSearchLater,
]

export const journalMigrations: readonly Migration[] = [journalOfOrders, journalOfAudit, journalOfChanges]

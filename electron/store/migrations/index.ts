// The migrations of both files in the order they are applied; it must never leave a gap between two numbers.
import { cacheOfPayments } from './cache/0001-payments.ts'
import { cacheOfEvents } from './cache/0002-events.ts'
import { cacheOfWindows } from './cache/0003-windows.ts'
import { cacheOfQuestions } from './cache/0004-questions.ts'
import { cacheOfSearchLater } from './cache/0005-search-later.ts'
import { cacheOfSearch } from './cache/0006-search.ts'
import { cacheOfRefundLife } from './cache/0007-refund-life.ts'
import { cacheOfPagesOfPayments } from './cache/0008-pages-of-payments.ts'
import { cacheOfFailures } from './cache/0009-failures.ts'
import { cacheOfFinance } from './cache/0010-finance.ts'
import { cacheOfSubscriptions } from './cache/0011-subscriptions.ts'
import { cacheOfFailureCounts } from './cache/0012-failure-counts.ts'
import { cacheOfFraudWarnings } from './cache/0013-fraud-warnings.ts'
import { cacheOfFailureJudgings } from './cache/0014-failure-judgings.ts'
import { cacheOfFiguresByCategory } from './cache/0015-figures-by-category.ts'
import { cacheOfNoEffects } from './cache/0016-no-effects.ts'
import { cacheOfCountsWithoutCopies } from './cache/0017-counts-without-copies.ts'
import { cacheOfListsBegunAgain } from './cache/0018-lists-begun-again.ts'
import { cacheOfOddObjects } from './cache/0019-odd-objects.ts'
import { cacheOfFailedDebits } from './cache/0020-failed-debits.ts'
import { cacheOfTriesUnderWay } from './cache/0021-tries-under-way.ts'
import { cacheOfNetworkCosts } from './cache/0022-network-costs.ts'
import { cacheOfAskedCustomersAndBalances } from './cache/0023-asked-customers-and-balances.ts'
import { journalOfOrders } from './journal/0001-orders.ts'
import { journalOfAudit } from './journal/0002-audit.ts'
import { journalOfAccess } from './journal/0003-access.ts'
import { journalOfChanges } from './journal/0004-changes.ts'
import { journalOfRefundNotes } from './journal/0005-refund-notes.ts'
import { journalOfRuns } from './journal/0006-runs.ts'
import { journalOfCustomerNotes } from './journal/0007-customer-notes.ts'
import { journalOfCases } from './journal/0008-cases.ts'
import { journalOfNotices } from './journal/0009-notices.ts'
import { journalOfAccessPolicy } from './journal/0010-access-policy.ts'
import { journalOfSavedViews } from './journal/0011-saved-views.ts'
import { journalOfStruckRefundNotes } from './journal/0012-struck-refund-notes.ts'
import { journalOfWhatRowsKnew } from './journal/0013-what-rows-knew.ts'
import { journalOfRefundsThatTurnUp } from './journal/0014-refunds-that-turn-up.ts'
import { journalOfWhatWasKnown } from './journal/0015-what-was-known.ts'
import { journalOfTurnedAway } from './journal/0016-turned-away.ts'
import type { Migration } from './migration.ts'

export const cacheMigrations: readonly Migration[] = [
  cacheOfPayments,
  cacheOfEvents,
  cacheOfWindows,
  cacheOfQuestions,
  cacheOfSearchLater,
  cacheOfSearch,
  cacheOfRefundLife,
  cacheOfPagesOfPayments,
  cacheOfFailures,
  cacheOfFinance,
  cacheOfSubscriptions,
  cacheOfFailureCounts,
  cacheOfFraudWarnings,
  cacheOfFailureJudgings,
  cacheOfFiguresByCategory,
  cacheOfNoEffects,
  cacheOfCountsWithoutCopies,
  cacheOfListsBegunAgain,
  cacheOfOddObjects,
  cacheOfFailedDebits,
  cacheOfTriesUnderWay,
  cacheOfNetworkCosts,
  cacheOfAskedCustomersAndBalances,
]

export const journalMigrations: readonly Migration[] = [
  journalOfOrders,
  journalOfAudit,
  journalOfAccess,
  journalOfChanges,
  journalOfRefundNotes,
  journalOfRuns,
  journalOfCustomerNotes,
  journalOfCases,
  journalOfNotices,
  journalOfAccessPolicy,
  journalOfSavedViews,
  journalOfStruckRefundNotes,
  journalOfWhatRowsKnew,
  journalOfRefundsThatTurnUp,
  journalOfWhatWasKnown,
  journalOfTurnedAway,
]

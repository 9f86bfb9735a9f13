// A debit that failed after it was booked lessens what was paid: it is no refund, nobody asked for the money back. All sums of movements
// are made again.
import type { Migration } from '../migration.ts'
import { figuredAnew } from './0015-figures-by-category.ts'

export const cacheOfFailedDebits: Migration = {
  number: 20,
  name: 'failed-debits',
  // Categories: docs.stripe.com/reports/reporting-categories.
  up: figuredAnew(`reporting_category IN ('partial_capture_reversal', 'charge_failure')`),
}

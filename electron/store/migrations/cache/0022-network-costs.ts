// What card networks charge an account with interchange-plus pricing is a fee, and may be most of its fees; it was under Other. All sums of
// movements are made again.
import type { Migration } from '../migration.ts'
import { figuredAnew } from './0015-figures-by-category.ts'

export const cacheOfNetworkCosts: Migration = {
  number: 22,
  name: 'network-costs',
  // Categories: docs.stripe.com/reports/reporting-categories.
  up: figuredAnew(
    `reporting_category IN ('partial_capture_reversal', 'charge_failure')`,
    ` OR reporting_category = 'network_cost'`,
  ),
}

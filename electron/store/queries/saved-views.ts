// The filters that the operator gave a name, by name.
import type { Database } from 'better-sqlite3'
import type { SavedView } from '../../../src/contract/index.ts'
import { prepared } from './prepared.ts'

export const savedViews = (journal: Database): SavedView[] =>
  prepared<[], SavedView>(journal, 'SELECT id, name, search FROM saved_views ORDER BY name').all()

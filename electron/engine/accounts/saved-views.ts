// Keeps, renames and forgets the filters that the operator gave a name. It is a preference, not a record: nothing of it is audited, and a
// locked desk keeps it too.
import type { Database } from 'better-sqlite3'
import {
  failure,
  mostViews,
  success,
  type ParsedRequestOf,
  type Result,
  type SavedView,
} from '../../../src/contract/index.ts'
import { whyNotWritten } from '../../../src/domain/note-text.ts'
import { savedViews } from '../../store/queries/saved-views.ts'

export interface SavedViews {
  /** A new one takes the place of one of the same name; one that is renamed takes nobody's. @returns all of them. */
  save(request: ParsedRequestOf<'views.save'>): Result<SavedView[]>
  delete(request: ParsedRequestOf<'views.delete'>): Result<SavedView[]>
}

/** `now`: milliseconds. */
export function openSavedViews({ journal, now }: { journal: Database; now: () => number }): SavedViews {
  const put = journal.prepare(
    'INSERT OR REPLACE INTO saved_views (id, name, search, at) VALUES (@id, @name, @search, @at)',
  )
  const count = journal.prepare<[string, string], number>(
    'SELECT count(*) FROM saved_views WHERE id <> ? AND name <> ?',
  )
  const isTaken = journal
    .prepare<SavedView, 1>(
      'SELECT 1 FROM saved_views WHERE name = @name AND id <> @id AND EXISTS (SELECT 1 FROM saved_views WHERE id = @id)',
    )
    .pluck()
  const forget = journal.prepare('DELETE FROM saved_views WHERE id = ?')
  const save = journal.transaction((view: SavedView): Result<SavedView[]> => {
    const forbidden = [view.name, ...new URLSearchParams(view.search).values()]
      .map(whyNotWritten)
      .find((why) => why !== null)
    if (forbidden !== undefined) return failure('bad_request', `${forbidden} Nothing was saved.`)
    if (count.pluck().get(view.id, view.name)! >= mostViews)
      return failure('bad_request', `${mostViews} views are kept at most. Delete one first.`)
    if (isTaken.get(view) !== undefined)
      return failure(
        'bad_request',
        `Another view is called “${view.name}”. Choose another name, or delete that one first.`,
      )
    put.run({ ...view, at: now() })
    return success(savedViews(journal))
  })
  return {
    save: ({ view }) => save.immediate(view),
    delete({ id }) {
      forget.run(id)
      return success(savedViews(journal))
    },
  }
}

// Exports a list as CSV, all of it and not only what is loaded: page by page, with how far it is, and let go of when told to. Nothing is
// written after that.
import { useState } from 'react'
import type { Desk } from '../../../contract/desks.ts'
import { longestSavedText } from '../../../contract/saved-text.ts'
import { csvFile } from '../../../domain/csv.ts'
import { failureOf } from '../../bridge/client.ts'
import { completenessNow } from './completeness.ts'
import { countText } from '../count.ts'
import { fileNameOf } from '../file-name.ts'
import { saveText } from '../save-text.ts'
import { isoMoment } from '../dates/time.ts'
import { toast } from '../toast.tsx'
import { useSlowWork } from '../use-slow-work.ts'

/** What a spreadsheet opens, with room to spare. */
const mostRows = 100_000

const tooLong = (what: string): void =>
  toast({
    title: 'Too long for one file',
    description: `${what}. Narrow the list down and export its parts.`,
    tone: 'red',
  })

export interface CsvTable<Row> {
  desk: Desk
  /** "failed-payments": the file is called so, with the desk and the day. */
  name: string
  /** What a row is told from all others by. */
  idOf: (row: Row) => string
  /** What the list is, its filters and what its columns mean: a line each, above the table. */
  head: readonly (readonly string[])[]
  columns: readonly { name: string; cell: (row: Row) => string }[]
}

export type AskPage<Row> = (after: string | null) => Promise<{ rows: readonly Row[]; next: string | null }>

export function csvOf<Row>(
  { head, columns }: Pick<CsvTable<Row>, 'head' | 'columns'>,
  rows: readonly Row[],
): string {
  return csvFile([
    ...head,
    [''],
    columns.map(({ name }) => name),
    ...rows.map((row) => columns.map(({ cell }) => cell(row))),
  ])
}

export function useCsvExport<Row>() {
  const [read, setRead] = useState(0)
  const { busy, slow, run, letGo } = useSlowWork('The export')
  /** A row that moved while they were read is there once, where and as it was read last. */
  const readAll = async (
    askPage: AskPage<Row>,
    idOf: (row: Row) => string,
    stillWanted: () => boolean,
  ): Promise<readonly Row[] | null> => {
    const rows = new Map<string, Row>()
    setRead(0)
    try {
      let after: string | null = null
      do {
        // oxlint-disable-next-line no-await-in-loop -- a page begins where the one before it ends
        const page: Awaited<ReturnType<AskPage<Row>>> = await askPage(after)
        if (!stillWanted()) return null
        for (const row of page.rows) {
          rows.delete(idOf(row))
          rows.set(idOf(row), row)
        }
        setRead(rows.size)
        after = page.next
        if (rows.size + (after === null ? 0 : 1) > mostRows) {
          tooLong(`There are more than ${countText(mostRows)} rows`)
          return null
        }
      } while (after !== null)
      return [...rows.values()]
    } catch (error) {
      if (stillWanted())
        toast({ title: 'The list was not exported', description: failureOf(error).message, tone: 'red' })
      return null
    }
  }
  return {
    busy,
    /** How many rows were read, where it takes so long that the operator should see it; otherwise null. */
    progress: slow ? read : null,
    run: (table: CsvTable<Row>, askPage: AskPage<Row>): Promise<void> =>
      run(
        async (stillWanted) => {
          // Before the rows: what is taken in while they are read may be missing from them.
          const data = await completenessNow(table.desk.id, isoMoment)
          const rows = await readAll(askPage, table.idOf, stillWanted)
          return rows && { rows, head: [...table.head, ['Data', data]] }
        },
        async ({ rows, head }) => {
          const text = csvOf({ ...table, head }, rows)
          if (text.length > longestSavedText) tooLong('These rows say more than fits into one file')
          else await saveText(fileNameOf(table.desk, table.name), text, 'The export')
        },
      ),
    cancel: letGo,
  }
}

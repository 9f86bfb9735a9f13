// Exports a list as CSV, all of it and not only what is loaded: page by page, with how far it is, and let go of when told to. Nothing is
// written after that.
import { useRef, useState } from 'react'
import { csvFile } from '../../domain/csv.ts'
import { failureOf } from '../bridge/client.ts'
import { countText } from './count.ts'
import { saveText } from './save-text.ts'
import { toast } from './toast.tsx'

/** Longer than this, it is said that it goes on. Milliseconds. */
const patience = 1000
/** What `text.save` takes, and a spreadsheet opens, with room to spare. */
const mostRows = 100_000

const tooLong = `There are more than ${countText(mostRows)} rows. Narrow the list down and export its parts.`

export interface CsvTable<Row> {
  /** "failed-payments": the file is called so, with the day. */
  name: string
  /** What the list is, its filters and what its columns mean: a line each, above the table. */
  head: readonly (readonly string[])[]
  columns: readonly { name: string; cell: (row: Row) => string }[]
}

export type AskPage<Row> = (after: string | null) => Promise<{ rows: readonly Row[]; next: string | null }>

export function csvOf<Row>({ head, columns }: CsvTable<Row>, rows: readonly Row[]): string {
  return csvFile([
    ...head,
    [''],
    columns.map(({ name }) => name),
    ...rows.map((row) => columns.map(({ cell }) => cell(row))),
  ])
}

/** "failed-payments-2026-11-26.csv" by the local day. */
function fileNameOf(name: string, now: Date): string {
  const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-')
  return `${name}-${day}.csv`
}

export function useCsvExport<Row>() {
  const [read, setRead] = useState<number | null>(null)
  const [slow, setSlow] = useState(false)
  const newest = useRef(0)
  const end = (): void => {
    newest.current += 1
    setRead(null)
    setSlow(false)
  }
  const run = async (table: CsvTable<Row>, askPage: AskPage<Row>): Promise<void> => {
    newest.current += 1
    const mine = newest.current
    const isMine = (): boolean => mine === newest.current
    setRead(0)
    const waiting = setTimeout(() => isMine() && setSlow(true), patience)
    const rows: Row[] = []
    try {
      let after: string | null = null
      do {
        // oxlint-disable-next-line no-await-in-loop -- a page begins where the one before it ends
        const page: Awaited<ReturnType<AskPage<Row>>> = await askPage(after)
        if (!isMine()) return
        rows.push(...page.rows)
        setRead(rows.length)
        after = page.next
        if (rows.length + (after === null ? 0 : 1) > mostRows) {
          end()
          toast({ title: 'Too long for one file', description: tooLong, tone: 'red' })
          return
        }
      } while (after !== null)
      end()
      await saveText(fileNameOf(table.name, new Date()), csvOf(table, rows), 'The export')
    } catch (error) {
      if (!isMine()) return
      end()
      toast({ title: 'The list was not exported', description: failureOf(error).message, tone: 'red' })
    } finally {
      clearTimeout(waiting)
    }
  }
  return {
    busy: read !== null,
    /** How many rows were read, where it takes so long that the operator should see it; otherwise null. */
    progress: slow ? read : null,
    run,
    cancel: end,
  }
}

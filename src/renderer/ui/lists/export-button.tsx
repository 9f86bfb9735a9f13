// The button that exports a list, with how many of its rows are read.
import { countText } from '../count.ts'
import { SaveButton } from '../save-button.tsx'
import { useCsvExport, type AskPage, type CsvTable } from './use-csv-export.ts'

interface ExportButtonProps<Row> {
  /** There are rows, and what is said of them in the file is known. */
  ready: boolean
  table: (now: Date) => CsvTable<Row>
  /** Of the list as it is shown. */
  askPage: AskPage<Row>
}

export function ExportButton<Row>({ ready, table, askPage }: ExportButtonProps<Row>) {
  const { busy, progress, run, cancel } = useCsvExport<Row>()
  return (
    <SaveButton
      word="Export CSV"
      ready={ready}
      busy={busy}
      reading={
        progress === null ? null : { said: 'Reading the rows', shown: `${countText(progress)} rows read` }
      }
      onSave={() => void run(table(new Date()), askPage)}
      onCancel={cancel}
    />
  )
}

import type { Context } from '../../context.ts'
import { rowTexts } from '../../domain/import-row.ts'
import type { StoredImport } from '../../store/import-jobs.ts'

const PAGE = 1000

const line = (outcome: string, row: number, reason: string) => `[${outcome}] Line Number ${row} - ${reason}\n`

/**
 * The log of a job, in the lines that the service writes for one. Rows are counted from the first
 * user on (unverified). Only those that did not become users are stored; the others follow.
 */
export async function* readLog(ctx: Context, { job, progress }: StoredImport): AsyncGenerator<string> {
  let row = 0
  let entries = await ctx.store.importFiles.logAfter(job, row, PAGE)
  while (row < progress.row) {
    const last = entries.length < PAGE ? Math.min(progress.row, row + PAGE) : (entries.at(-1)?.row ?? 0)
    const byRow = new Map(entries.map((entry) => [entry.row, entry]))
    let text = ''
    for (row++; row <= Math.min(last, progress.row); row++) {
      const entry = byRow.get(row)
      if (entry?.outcome !== 'IGNORED')
        text += line(entry?.outcome ?? 'SUCCEEDED', row, entry?.reason ?? rowTexts.succeeded)
    }
    row--
    if (text) yield text
    entries = await ctx.store.importFiles.logAfter(job, row, PAGE)
  }
}

import { setTimeout } from 'node:timers/promises'
import { PreconditionNotMetException } from '@aws-sdk/client-cognito-identity-provider'
import { createJob, csvOf, rowOf, startJob, upload, waitForJob } from '../../test/operations/imports/fixture.ts'
import type { Made, Step } from './prepare.ts'

const CloudWatchLogsRoleArn = 'arn:aws:iam::111111111111:role/CognitoCloudWatchLogsRole'

const create = async ({ sdk, poolId }: Made, JobName: string) =>
  createJob(sdk, poolId, { JobName, CloudWatchLogsRoleArn })

/** A job without a file. */
export const job =
  (name: string): Step =>
  async (made) => ({ 'import-TZqNQvDRnW': (await create(made, name)).JobId })

const withFile = async (made: Made, name: string, rows: Record<string, string>[]) => {
  const { JobId, PreSignedUrl } = await create(made, name)
  await upload(PreSignedUrl, await csvOf(made.sdk, made.poolId, rows))
  return JobId
}

/** A job whose file is there. */
export const readyJob =
  (name: string): Step =>
  async (made) => ({ 'import-TZqNQvDRnW': await withFile(made, name, [rowOf('ann')]) })

/** A job that ended with its only user refused. */
export const failedJob =
  (name: string): Step =>
  async (made) => {
    const id = await withFile(made, name, [rowOf('ann', { birthdate: 'long ago' })])
    await startJob(made.sdk, made.poolId, id)
    await waitForJob(made.sdk, made.poolId, id)
    return undefined
  }

const MANY = 20_000
const TRIES = 200

/** Starts a job once no other is active. */
const startWhenFree = async ({ sdk, poolId }: Made, id: string) => {
  for (let tries = 1; ; tries++) {
    try {
      return await startJob(sdk, poolId, id)
    } catch (error) {
      if (!(error instanceof PreconditionNotMetException) || tries === TRIES) throw error
      await setTimeout(50)
    }
  }
}

/** A job that takes longer than the example that stops it takes to start. */
export const activeJob =
  (name: string): Step =>
  async (made) => {
    const rows = Array.from({ length: MANY }, (_, number) => rowOf(`user${number}`))
    const id = await withFile(made, name, rows)
    await startWhenFree(made, id)
    return { 'import-TZqNQvDRnW': id }
  }

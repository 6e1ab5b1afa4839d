/** What `work` gives, or `otherwise` when time is up; a failure is a failure only while somebody waits for it. */
export async function inTime<T>(work: Promise<T>, milliseconds: number, otherwise: T): Promise<T> {
  let limit: NodeJS.Timeout | undefined;
  const late = new Promise<T>((resolve) => {
    limit = setTimeout(() => resolve(otherwise), Math.max(0, milliseconds));
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(limit);
  }
}

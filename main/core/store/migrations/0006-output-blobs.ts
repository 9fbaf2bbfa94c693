/** The sweep of blobs asks for each one whether a step's output is in it. */
export const outputBlobs = { version: 6, sql: 'CREATE INDEX steps_output_blob ON steps(output_blob) WHERE output_blob IS NOT NULL;' };

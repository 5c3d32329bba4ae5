import * as s3 from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, CacheControl, type ISource, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { cacheControl } from '../../web/export/headers.ts';
import type { StageConfig } from '../config.ts';
import { acknowledgeAll, arnIn } from './acknowledge.ts';
import { logBucket } from './log-bucket.ts';

export interface StaticSiteProps {
  config: StageConfig;
  /** The folder of the built site. */
  files: string;
}

/** Files whose name changes with what is in them; `cacheControl` of web/export/headers.ts says which. */
const named = ['_next/static/*', 'brand/*'];
/** For the operator's own machine: neither in the asset nor in the bucket. */
const local = ['_local', '_local/**', '_local*'];

/** The files of the site, in a bucket that only CloudFront reads. */
export class StaticSite extends Construct {
  readonly bucket: s3.Bucket;
  readonly logs: s3.Bucket;

  constructor(scope: Construct, id: string, { config, files }: StaticSiteProps) {
    super(scope, id);
    this.logs = logBucket(this, 'AccessLogs', config);
    this.bucket = new s3.Bucket(this, 'Bucket', {
      encryption: s3.BucketEncryption.S3_MANAGED,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      serverAccessLogsBucket: this.logs,
      serverAccessLogsPrefix: 'site/',
      // It is made again from the repository by a deploy; a page is still only removed by the deploy that replaces it.
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const source = Source.asset(files, { exclude: local });
    const assets = this.deploy('Named', source, {
      exclude: ['*'],
      include: named,
      prune: false,
      file: '_next/static/x',
    });
    // Pages come after what they load, and what older pages load stays: a tab may be open since the last deploy.
    const pages = this.deploy('Pages', source, { exclude: [...named, ...local], prune: true, file: 'index.html' });
    pages.node.addDependency(assets);
    this.acknowledgeCopier(config);
  }

  private deploy(
    id: string,
    source: ISource,
    options: { exclude: string[]; include?: string[]; prune: boolean; file: string },
  ): BucketDeployment {
    const { file, ...sync } = options;
    return new BucketDeployment(this, id, {
      ...sync,
      sources: [source],
      destinationBucket: this.bucket,
      cacheControl: [CacheControl.fromString(cacheControl(file))],
      memoryLimit: 512,
      retainOnDelete: true,
    });
  }

  /** The function that copies the files is the CDK's own, as are its role and its runtime. */
  private acknowledgeCopier({ account }: StageConfig): void {
    const stack = Stack.of(this);
    const copier = stack.node.children.find(({ node }) => node.id.startsWith('Custom::CDKBucketDeployment'));
    if (!copier) throw new Error('the function that copies the files of the site is not where the CDK used to put it');
    acknowledgeAll(
      copier,
      [
        'L1',
        'IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]',
        ...['GetObject', 'GetBucket', 'List', 'DeleteObject', 'Abort'].map((action) => `IAM5[Action::s3:${action}*]`),
        `IAM5[Resource::${arnIn(this.bucket)}/*]`,
        `IAM5[Resource::arn:aws:s3:::cdk-hnb659fds-assets-${account}-${stack.region}/*]`,
      ],
      "The CDK's own function, which copies the built site into its bucket at deploy and can reach nothing else.",
    );
  }
}

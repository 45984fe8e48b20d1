//! Properties that may hold a local path, or a URL of S3: `aws cloudformation package` uploads the file and
//! puts the object that the schema asks for in its place. The list is that of the command's
//! documentation.

use super::Schema;
use crate::types::NodeId;

const PATHS: &[(&str, &[&str])] = &[
    ("AWS::ApiGateway::RestApi", &["BodyS3Location"]),
    (
        "AWS::AppSync::FunctionConfiguration",
        &["RequestMappingTemplateS3Location"],
    ),
    (
        "AWS::AppSync::FunctionConfiguration",
        &["ResponseMappingTemplateS3Location"],
    ),
    ("AWS::AppSync::GraphQLSchema", &["DefinitionS3Location"]),
    (
        "AWS::AppSync::Resolver",
        &["RequestMappingTemplateS3Location"],
    ),
    (
        "AWS::AppSync::Resolver",
        &["ResponseMappingTemplateS3Location"],
    ),
    ("AWS::CloudFormation::Stack", &["TemplateURL"]),
    ("AWS::CodeCommit::Repository", &["Code", "S3"]),
    (
        "AWS::ElasticBeanstalk::ApplicationVersion",
        &["SourceBundle"],
    ),
    ("AWS::Lambda::Function", &["Code"]),
    ("AWS::Lambda::LayerVersion", &["Content"]),
    (
        "AWS::StepFunctions::StateMachine",
        &["DefinitionS3Location"],
    ),
];

/// The nodes of a type at which a text is as good as an object.
pub fn packaged(schema: &Schema) -> Vec<NodeId> {
    let paths = PATHS.iter().filter(|(name, _)| *name == schema.name);
    let node = |(_, path): &(&str, &[&str])| {
        path.iter()
            .try_fold(NodeId(0), |at, name| schema.property_below(at, name))
    };
    paths.filter_map(node).collect()
}
